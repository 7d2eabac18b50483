import { createRequire } from 'node:module';

/** The parts of an Iconify set that we read (https://iconify.design/docs/types/iconify-json.html). */
interface IconifyJson {
  icons: Record<string, { body: string; left?: number; top?: number; width?: number; height?: number }>;
  aliases?: Record<string, Transform & { parent: string }>;
  width?: number;
  height?: number;
}
interface Transform {
  hFlip?: boolean;
  vFlip?: boolean;
  /** Quarter turns clockwise. */
  rotate?: number;
}

export interface IconSet {
  /** Subject (Unicode code points in hex, joined by "-") -> icon name. */
  readonly nameOf: ReadonlyMap<string, string>;
  /** The icon as a standalone SVG document. Throws when the set has no such icon. */
  svg(name: string): string;
}

const require = createRequire(import.meta.url);
const loaded = new Map<string, IconSet>();

/** Loads an `@iconify-json` package once. `prefix` is the set's name, e.g. "twemoji". */
export function loadIconSet(prefix: string): IconSet {
  const known = loaded.get(prefix);
  if (known) return known;
  const json: IconifyJson = require(`@iconify-json/${prefix}/icons.json`);
  const chars: Record<string, string> = require(`@iconify-json/${prefix}/chars.json`);
  const set: IconSet = { nameOf: new Map(Object.entries(chars)), svg: (name) => toSvg(json, prefix, name) };
  loaded.set(prefix, set);
  return set;
}

function toSvg(json: IconifyJson, prefix: string, name: string): string {
  const transforms: Transform[] = [];
  let iconName = name;
  for (let alias = json.aliases?.[iconName]; alias; alias = json.aliases?.[iconName]) {
    transforms.push(alias);
    iconName = alias.parent;
  }
  const icon = json.icons[iconName];
  if (!icon) throw new Error(`${prefix} has no icon named "${name}"`);
  const left = icon.left ?? 0;
  const top = icon.top ?? 0;
  const width = icon.width ?? json.width ?? 16;
  const height = icon.height ?? json.height ?? 16;
  const body = transforms.reduce(
    (inner, t) => `<g transform="${transformAttribute(t, left + width / 2, top + height / 2)}">${inner}</g>`,
    icon.body,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}">${body}</svg>`;
}

/** Mirrors and turns about the icon's centre. */
const transformAttribute = (t: Transform, cx: number, cy: number): string =>
  `translate(${cx} ${cy}) rotate(${90 * (t.rotate ?? 0)}) scale(${t.hFlip ? -1 : 1} ${t.vFlip ? -1 : 1}) translate(${-cx} ${-cy})`;
