import type { Series } from '@combogan/contracts';

const START_CAPACITY = 64;

/**
 * One chart series as growing typed arrays: per bucket of iterations its number, the last iteration in it that has a
 * value, the minimum, maximum and last value, and how many there are. Bucket b holds iterations b * width + 1 to (b + 1) * width; buckets ascend.
 */
export class BucketSeries {
  length = 0;
  bucket = new Int32Array(START_CAPACITY);
  x = new Float64Array(START_CAPACITY);
  min = new Float64Array(START_CAPACITY);
  max = new Float64Array(START_CAPACITY);
  last = new Float64Array(START_CAPACITY);
  count = new Int32Array(START_CAPACITY);

  /** Folds one value in, or what `count` values say together. `bucket` and `x` must not be below those of the value before. */
  add(bucket: number, x: number, min: number, max: number, last: number, count = 1): void {
    const end = this.length - 1;
    if (end >= 0 && this.bucket[end] === bucket) {
      this.x[end] = x;
      this.min[end] = Math.min(this.min[end] ?? min, min);
      this.max[end] = Math.max(this.max[end] ?? max, max);
      this.last[end] = last;
      this.count[end] = (this.count[end] ?? 0) + count;
      return;
    }
    if (this.length === this.bucket.length) this.grow();
    const at = this.length;
    this.bucket[at] = bucket;
    this.x[at] = x;
    this.min[at] = min;
    this.max[at] = max;
    this.last[at] = last;
    this.count[at] = count;
    this.length += 1;
  }

  /** Replaces the content with stored buckets of `width` iterations. */
  load(series: Series, width: number): void {
    this.length = 0;
    series.x.forEach((x, i) => {
      const last = series.last[i] ?? 0;
      this.add(Math.floor((x - 1) / width), x, series.min[i] ?? last, series.max[i] ?? last, last, series.count[i]);
    });
  }

  /** Merges buckets 2k and 2k+1 into k. */
  halve(): void {
    const old = this.length;
    this.length = 0;
    for (let i = 0; i < old; i++) {
      const at = (array: Int32Array | Float64Array): number => array[i] ?? 0;
      this.add(at(this.bucket) >> 1, at(this.x), at(this.min), at(this.max), at(this.last), at(this.count));
    }
  }

  private grow(): void {
    const wider = <T extends Int32Array | Float64Array>(array: T, into: T): T => {
      into.set(array);
      return into;
    };
    const capacity = this.bucket.length * 2;
    this.bucket = wider(this.bucket, new Int32Array(capacity));
    this.x = wider(this.x, new Float64Array(capacity));
    this.min = wider(this.min, new Float64Array(capacity));
    this.max = wider(this.max, new Float64Array(capacity));
    this.last = wider(this.last, new Float64Array(capacity));
    this.count = wider(this.count, new Int32Array(capacity));
  }
}
