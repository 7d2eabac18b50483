import { StudioError } from '@combogan/contracts';
import { expect, it } from 'vitest';
import { createGate } from './gate.ts';
import { createRateLimit } from './rate-limit.ts';

it('refuses the attempt after the last allowed one, for that key, until the window has passed', () => {
  let time = 0;
  const limit = createRateLimit({ max: 2, windowMs: 10_000, now: () => time });
  limit.take('a');
  limit.take('a');
  time = 4000;
  expect(() => limit.take('a')).toThrowError(
    new StudioError('rate_limited', 'Too many attempts. Try again in 6 s.', { limit: '2 in 10 s' }),
  );
  expect(() => limit.take('b')).not.toThrow();
  time = 10_000;
  expect(() => limit.take('a')).not.toThrow();
});

it('does not count a refunded attempt', () => {
  const limit = createRateLimit({ max: 1, windowMs: 1000, now: () => 0 });
  limit.take('a');
  limit.refund('a');
  expect(() => limit.take('a')).not.toThrow();
  expect(() => limit.take('a')).toThrow();
});

it('a gate runs as many at once as it may, in order, and goes on after a failure', async () => {
  const gate = createGate(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const task = (n: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    order.push(n);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (n === 1) throw new Error('one fails');
    return n;
  };
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((n) => gate(task(n))));
  expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4]);
});
