import type { ApiError } from '@combogan/contracts';
import { useState } from 'react';
import type { z } from 'zod';
import { useIssueText } from './use-issue-text.ts';

type Errors<F extends string> = Partial<Record<F, string>>;

/** Errors of a form by field, found here by the contract or named by the server. */
export function useFieldErrors<F extends string>(fields: readonly F[]) {
  const issueText = useIssueText();
  const [errors, setErrors] = useState<Errors<F>>({});
  const known = (name: unknown): F | undefined => fields.find((field) => field === name);
  return {
    errors,
    /** The parsed input, or null once the errors are set. */
    check<T extends z.ZodType>(schema: T, input: unknown): z.output<T> | null {
      const result = schema.safeParse(input);
      if (result.success) {
        setErrors({});
        return result.data;
      }
      const found: Errors<F> = {};
      for (const issue of result.error.issues) {
        const field = known(issue.path[0]);
        if (field && !found[field]) found[field] = issueText(issue);
      }
      setErrors(found);
      return null;
    },
    /** Shows the server's refusal at the field it names. False when it names none of these. */
    refuse(error: ApiError): boolean {
      const field = known(error.field);
      if (field) setErrors({ [field]: error.message } as Errors<F>);
      return field !== undefined;
    },
  };
}
