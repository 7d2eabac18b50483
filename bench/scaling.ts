/**
 * Simulates k trainers that share one run (docs/SCALING.md). `npx tsx bench/scaling.ts [--json]`.
 * Time is in iterations of one trainer; nothing is trained.
 */
import { pathToFileURL } from 'node:url';

export type Pair = readonly [number, number];
/** Uniform over [0, 1). */
export type Uniform = () => number;

export interface Simulation {
  /** Iterations completed per unit of time, in iterations of one trainer that never moves weights. */
  speedUp: number;
  /** How often each pair was trained, by "a-b" with a < b. */
  pairCounts: Map<string, number>;
  /** Domain states fetched, per iteration (2 when nothing is ever at hand already). */
  movesPerIteration: number;
}

export interface Setting {
  domains: number;
  trainers: number;
  iterations: number;
  /** Time to fetch one domain's state, in iterations. */
  moveCost: number;
  uniform: Uniform;
}

/**
 * Uniform draws: a free trainer draws a pair uniformly among the domains nobody holds. Each draw alone is uniform over
 * all pairs by symmetry; what is held at the moment is excluded, so draws that follow one another are not independent.
 */
export function simulateUniform({ domains, trainers, iterations, moveCost, uniform }: Setting): Simulation {
  const held = new Set<number>();
  const last = Array.from({ length: trainers }, (): readonly number[] => []);
  const working: { trainer: number; pair: Pair; until: number }[] = [];
  const idle = Array.from({ length: trainers }, (_, trainer) => trainer);
  const result = emptyCounts();
  let now = 0;
  let done = 0;
  while (done < iterations) {
    while (idle.length > 0 && domains - held.size >= 2) {
      const trainer = idle.shift() ?? 0;
      const free = [...Array(domains).keys()].filter((domain) => !held.has(domain));
      const pair = drawPair(free, uniform);
      for (const domain of pair) held.add(domain);
      const moves = pair.filter((domain) => !last[trainer]?.includes(domain)).length;
      result.moves += moves;
      last[trainer] = pair;
      // machines are never exactly equal: 5% jitter keeps the simulation from running in lockstep
      working.push({ trainer, pair, until: now + moves * moveCost + 0.975 + 0.05 * uniform() });
    }
    working.sort((a, b) => a.until - b.until);
    const finished = working.shift();
    if (!finished) break;
    now = finished.until;
    count(result, finished.pair);
    for (const domain of finished.pair) held.delete(domain);
    idle.push(finished.trainer);
    done++;
  }
  return { speedUp: done / now, pairCounts: result.pairs, movesPerIteration: result.moves / done };
}

/**
 * A round-robin tournament over randomly relabelled domains: n - 1 rounds (n for odd n) of disjoint pairs in which every
 * pair meets exactly once; the labels are shuffled anew for each tournament. A round ends when its last pair has ended.
 */
export function simulateTournament({ domains, trainers, iterations, moveCost, uniform }: Setting): Simulation {
  const result = emptyCounts();
  const last = Array.from({ length: trainers }, (): readonly number[] => []);
  let now = 0;
  let done = 0;
  while (done < iterations) {
    const labels = shuffle([...Array(domains).keys()], uniform);
    for (const round of rounds(domains)) {
      const free = Array.from({ length: trainers }, () => now);
      for (const [a, b] of round) {
        const pair: Pair = [labels[a] ?? 0, labels[b] ?? 0];
        const trainer = free.indexOf(Math.min(...free));
        const moves = pair.filter((domain) => !last[trainer]?.includes(domain)).length;
        last[trainer] = pair;
        result.moves += moves;
        free[trainer] = (free[trainer] ?? now) + moves * moveCost + 0.975 + 0.05 * uniform();
        count(result, pair);
        done++;
      }
      now = Math.max(...free);
    }
  }
  return { speedUp: done / now, pairCounts: result.pairs, movesPerIteration: result.moves / done };
}

/** The circle method: one place stays, the others turn. An odd n plays with a dummy whose partner rests. */
export function rounds(n: number): Pair[][] {
  const places = n + (n % 2);
  return Array.from({ length: places - 1 }, (_, round) => {
    const at = (place: number) => (place === 0 ? 0 : 1 + ((place - 1 + round) % (places - 1)));
    return Array.from({ length: places / 2 }, (_, i): Pair => [at(i), at(places - 1 - i)]).filter(
      ([a, b]) => a < n && b < n,
    );
  });
}

/** Largest deviation of a pair's share from the mean, relative, and what chance alone allows at 3 sigma for uniform draws. */
export function unevenness({ pairCounts }: Simulation, domains: number): { worst: number; threeSigma: number } {
  const pairs = (domains * (domains - 1)) / 2;
  const total = [...pairCounts.values()].reduce((sum, n) => sum + n, 0);
  const mean = total / pairs;
  const missing = pairCounts.size < pairs ? 1 : 0;
  const worst = Math.max(missing, ...[...pairCounts.values()].map((n) => Math.abs(n - mean) / mean));
  return { worst, threeSigma: 3 / Math.sqrt(mean) };
}

/** Mulberry32: enough for a simulation, and the same at every run. */
export function seeded(seed: number): Uniform {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function drawPair(free: readonly number[], uniform: Uniform): Pair {
  const first = Math.floor(uniform() * free.length);
  const second = Math.floor(uniform() * (free.length - 1));
  return [free[first] ?? 0, free[second < first ? second : second + 1] ?? 0];
}

function shuffle(items: number[], uniform: Uniform): number[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [items[i], items[j]] = [items[j] ?? 0, items[i] ?? 0];
  }
  return items;
}

const emptyCounts = () => ({ pairs: new Map<string, number>(), moves: 0 });

function count(result: { pairs: Map<string, number> }, [a, b]: Pair): void {
  const key = a < b ? `${a}-${b}` : `${b}-${a}`;
  result.pairs.set(key, (result.pairs.get(key) ?? 0) + 1);
}

function table(): Record<string, number | string>[] {
  const rows: Record<string, number | string>[] = [];
  for (const domains of [4, 8, 14])
    for (const trainers of [1, 2, 4, 7].filter((k) => k <= Math.floor(domains / 2)))
      for (const moveCost of [0, 0.1]) {
        const simulate = (run: typeof simulateUniform) => {
          const result = run({ domains, trainers, iterations: 200_000, moveCost, uniform: seeded(7) });
          const even = unevenness(result, domains);
          return { ...result, worst: even.worst, threeSigma: even.threeSigma };
        };
        const uniform = simulate(simulateUniform);
        const tournament = simulate(simulateTournament);
        rows.push({
          domains,
          trainers,
          'move cost': moveCost,
          'uniform ×': uniform.speedUp.toFixed(2),
          'tournament ×': tournament.speedUp.toFixed(2),
          'moves/it': `${uniform.movesPerIteration.toFixed(2)} / ${tournament.movesPerIteration.toFixed(2)}`,
          'worst pair': `${(100 * uniform.worst).toFixed(1)}% / ${(100 * tournament.worst).toFixed(1)}%`,
          '3 sigma': `${(100 * uniform.threeSigma).toFixed(1)}%`,
        });
      }
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = table();
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
  else console.table(rows);
}
