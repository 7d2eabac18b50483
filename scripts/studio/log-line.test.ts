import { describe, expect, it } from 'vitest';
import { logLine } from './log-line.ts';

describe('what a service says, shown in the terminal', () => {
  it('shortens JSON lines and passes others on', () => {
    expect(logLine('{"level":30,"time":1,"msg":"claimed a run","domains":4}')).toContain('claimed a run');
    expect(logLine('{"level":30,"time":1,"msg":"claimed a run","domains":4}')).toContain('domains 4');
    expect(logLine('plain text')).toBe('plain text');
  });

  it('leaves out answered requests but not failed ones', () => {
    expect(logLine('{"level":"info","requestId":"1","msg":"request","status":200}')).toBeNull();
    expect(logLine('{"level":"error","requestId":"1","msg":"request","err":{"message":"boom"}}')).toContain('boom');
  });
});
