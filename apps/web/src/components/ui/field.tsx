import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldProps {
  label: ReactNode;
  help?: ReactNode;
  error?: string | null;
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** A labelled control with its help and its error, tied together for assistive technology. */
export function Field({ label, help, error, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const described = [error ? errorId : null, help ? helpId : null].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error ? <FieldError id={errorId}>{error}</FieldError> : null}
      {help ? (
        <p id={helpId} className="text-muted text-xs">
          {help}
        </p>
      ) : null}
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="text-bad-ink text-xs">
      {children}
    </p>
  );
}

/** Fields are 16 px on a phone: smaller text makes iOS zoom in. */
export const inputLook = clsx(
  'w-full rounded-md border border-line-strong/70 bg-surface px-2.5 text-ink placeholder:text-faint',
  'h-8 text-sm max-sm:h-11 max-sm:text-lg',
  'hover:border-line-strong aria-invalid:border-bad disabled:bg-sunken disabled:text-muted',
);

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={clsx(inputLook, className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={3} className={clsx(inputLook, 'h-auto py-1.5 max-sm:h-auto', className)} {...rest} />;
}
