/** A turning arc in the text's colour. Whoever shows it says in words what is under way. */
export function Spinner() {
  return (
    <svg viewBox="0 0 16 16" className="size-4 animate-turn" fill="none" aria-hidden="true">
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity="0.25" strokeWidth="2" />
      <path d="M14 8a6 6 0 0 0-6-6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
