/** Up to two characters that stand for a name: of 김지민 지민, of Ada Lovelace AL. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = ''] = words;
  if (words.length === 1 && /^[\p{sc=Hang}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]+$/u.test(first))
    return [...first].slice(-2).join('');
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return `${[...first][0] ?? ''}${[...last][0] ?? ''}`.toLocaleUpperCase();
}
