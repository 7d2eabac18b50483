import { type Comment, mentionParts } from '@combogan/contracts';

/** A comment's text as it was written, with whom it mentions standing out. Never markup. */
export function CommentBody({ comment, meId }: { comment: Comment; meId: string }) {
  let at = 0;
  const parts = mentionParts(comment.body, comment.mentions).map((part) => {
    const place = at;
    at += part.text.length;
    return { ...part, place };
  });
  return (
    <p className="whitespace-pre-wrap text-sm">
      {parts.map(({ text, person, place }) =>
        person ? (
          <strong
            key={place}
            className={person.id === meId ? 'rounded-xs bg-warn-soft px-0.5 font-semibold' : 'font-semibold'}
          >
            {text}
          </strong>
        ) : (
          <span key={place}>{text}</span>
        ),
      )}
    </p>
  );
}
