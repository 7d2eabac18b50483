/** Resolves CSS colours, custom properties included, to what a canvas understands; `at` decides the theme. */
export function cssColors<K extends string>(at: HTMLElement, colors: Record<K, string>): Record<K, string> {
  const probe = document.createElement('span');
  // with reduced motion every element has a transition, and a colour would be read before it has changed
  probe.style.transition = 'none';
  at.append(probe);
  const resolved = {} as Record<K, string>;
  for (const name of Object.keys(colors) as K[]) {
    probe.style.color = colors[name];
    resolved[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return resolved;
}
