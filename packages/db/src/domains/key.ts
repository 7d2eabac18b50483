const LENGTH = 40;

/**
 * The domain's name as a key (contracts' DomainKey). Lower case, since file systems may not tell cases apart; `taken`
 * gets a number at its end.
 */
export function domainKey(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const base = cut(plain, LENGTH) || 'domain';
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const key = cut(base, LENGTH - suffix.length) + suffix;
    if (!taken.has(key)) return key;
  }
}

/** By code points, as the contract counts. */
const cut = (text: string, length: number): string => [...text].slice(0, length).join('').replace(/-$/, '');
