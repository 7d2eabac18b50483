import type { Case } from '../case.ts';
import { ELEMENTWISE_CASES } from './elementwise.ts';
import { NETWORK_CASES } from './networks.ts';
import { REDUCTION_CASES } from './reductions.ts';
import { SHAPE_CASES } from './shapes.ts';

export const CASES: Case[] = [...ELEMENTWISE_CASES, ...NETWORK_CASES, ...REDUCTION_CASES, ...SHAPE_CASES];
