import { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { requestSchema, type ReplyEvent, type Request } from '../core/protocol.ts';

/** What came in from a screen: a request, or why it is none and, where it has one, its number. */
export type ReadRequest =
  | { readonly ok: true; readonly request: Request }
  | { readonly ok: false; readonly id: number | undefined; readonly problem: Problem };

const numberedSchema = z.object({ id: z.number().int().min(0) });

/** Checks a message against the protocol; whatever it is, this does not throw. */
export function readRequest(message: unknown): ReadRequest {
  const parsed = requestSchema.safeParse(message);
  if (parsed.success) return { ok: true, request: parsed.data };
  const numbered = numberedSchema.safeParse(message);
  return {
    ok: false,
    id: numbered.success ? numbered.data.id : undefined,
    problem: toRequestProblem(parsed.error),
  };
}

function toRequestProblem(error: z.ZodError): Problem {
  const issue = error.issues[0];
  const field = issue === undefined ? '' : issue.path.join('.');
  return {
    code: 'bad-input',
    message: 'The host does not understand this command.',
    remedy: 'Reload the screen: it may be older or newer than the host.',
    place: { field, expected: issue?.message ?? 'a command of the protocol' },
  };
}

/** The reply that refuses a numbered request. */
export function refusal(id: number, problem: Problem): ReplyEvent {
  return { type: 'reply', id, ok: false, problem };
}
