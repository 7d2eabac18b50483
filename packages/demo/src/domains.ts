/** The demo's domains: four drawings of the same emoji. Licences as each set states them. */
export interface DemoDomain {
  /** Iconify prefix. */
  prefix: string;
  name: string;
  description: string;
  source: string;
}

export const DEMO_DOMAINS: readonly DemoDomain[] = [
  {
    prefix: 'twemoji',
    name: 'Twemoji',
    description: "Twitter's emoji: flat, bright, without outlines.",
    source: 'Twemoji by Twitter, CC BY 4.0, via @iconify-json/twemoji',
  },
  {
    prefix: 'noto',
    name: 'Noto',
    description: "Google's emoji: soft shading and gradients.",
    source: 'Noto Emoji by Google, Apache 2.0, via @iconify-json/noto',
  },
  {
    prefix: 'openmoji',
    name: 'OpenMoji',
    description: 'Open emoji: black outlines and few colours.',
    source: 'OpenMoji, CC BY-SA 4.0, via @iconify-json/openmoji',
  },
  {
    prefix: 'fluent-emoji-flat',
    name: 'Fluent',
    description: "Microsoft's flat emoji: rounded shapes, muted tones.",
    source: 'Fluent Emoji by Microsoft, MIT, via @iconify-json/fluent-emoji-flat',
  },
];
