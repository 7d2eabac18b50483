import { cssColors } from './css-color.ts';
import type { Line, PanelSpec } from './curves.ts';
import type { Drawn } from './export-csv.ts';

const HEAD = 44;
const CAPTION = 26;
const MARGIN = 16;

/** The panels as one picture, each under its name and legend, in the colours of the page; `scale` device pixels a CSS pixel. */
export function toPng(
  at: HTMLElement,
  title: string,
  specs: readonly PanelSpec[],
  panels: ReadonlyMap<string, Drawn & { canvas: HTMLCanvasElement }>,
  scale = devicePixelRatio,
): Promise<Blob | null> {
  const drawn = specs.flatMap((spec) => {
    const panel = panels.get(spec.id);
    return panel ? [{ ...panel, title: spec.title }] : [];
  });
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, ...drawn.map((panel) => panel.canvas.width)) + 2 * MARGIN * scale;
  canvas.height = drawn.reduce((sum, panel) => sum + panel.canvas.height + CAPTION * scale, (HEAD + MARGIN) * scale);
  const context = canvas.getContext('2d');
  if (!context) return Promise.resolve(null);
  const colors = cssColors(at, { surface: 'var(--surface)', ink: 'var(--ink)', muted: 'var(--ink-muted)' });
  context.fillStyle = colors.surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.textBaseline = 'middle';
  context.fillStyle = colors.ink;
  context.font = font(15, 600);
  context.fillText(title, MARGIN, HEAD / 2 + 4);
  let y = HEAD;
  for (const panel of drawn) {
    context.fillStyle = colors.ink;
    context.font = font(12, 500);
    context.fillText(panel.title, MARGIN, y + CAPTION / 2);
    if (panel.lines.length > 1)
      legend(context, at, panel, MARGIN + context.measureText(panel.title).width + 16, y + CAPTION / 2, colors.muted);
    context.drawImage(panel.canvas, MARGIN, y + CAPTION, panel.canvas.width / scale, panel.canvas.height / scale);
    y += CAPTION + panel.canvas.height / scale;
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function legend(
  context: CanvasRenderingContext2D,
  at: HTMLElement,
  { lines, shown }: Drawn,
  left: number,
  y: number,
  ink: string,
): void {
  const visible = lines.filter((_, i) => shown[i]);
  const colors = cssColors(at, Object.fromEntries(visible.map((line: Line) => [line.key, line.color])));
  context.font = font(12, 400);
  let x = left;
  for (const { key, label } of visible) {
    context.fillStyle = colors[key] ?? ink;
    context.fillRect(x, y - 4, 8, 8);
    context.fillStyle = ink;
    context.fillText(label, x + 13, y);
    x += 13 + context.measureText(label).width + 14;
  }
}

const font = (size: number, weight: number): string => `${weight} ${size}px "Geist Variable", system-ui, sans-serif`;
