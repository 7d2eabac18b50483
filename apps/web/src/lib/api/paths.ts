import type { Pair, SampleImage } from '@combogan/contracts';

/** Every address of the HTTP API that pages use. */
export const paths = {
  me: '/api/me',
  setup: '/api/setup',
  signIn: '/api/auth/sign-in/email',
  signOut: '/api/auth/sign-out',
  domains: '/api/domains',
  domain: (id: string) => `/api/domains/${id}`,
  domainPage: (id: string, cursor: string | null) =>
    cursor ? `/api/domains/${id}?cursor=${cursor}` : `/api/domains/${id}`,
  domainImages: (id: string, name: string, role: string) =>
    `/api/domains/${id}/images?name=${encodeURIComponent(name)}&role=${role}`,
  image: (id: string) => `/api/images/${id}`,
  imageFile: (id: string) => `/api/images/${id}/file`,
  thumbnail: (id: string) => `/api/images/${id}/thumb`,
  runs: '/api/runs',
  run: (id: string) => `/api/runs/${id}`,
  cancel: (id: string) => `/api/runs/${id}/cancel`,
  pause: (id: string) => `/api/runs/${id}/pause`,
  resume: (id: string) => `/api/runs/${id}/resume`,
  relaunch: (id: string) => `/api/runs/${id}/relaunch`,
  series: (
    id: string,
    { from, to, buckets, pair }: { from: number; to: number; buckets: number; pair?: Pair | null },
  ) =>
    `/api/runs/${id}/series?from=${from}&to=${to}&buckets=${buckets}${pair ? `&pair=${encodeURIComponent(pair.join())}` : ''}`,
  sample: (id: string, iteration: number, image: SampleImage = 'translations') =>
    `/api/runs/${id}/samples/${iteration}${image === 'translations' ? '' : `?image=${image}`}`,
  weights: (id: string, domain: string) => `/api/runs/${id}/weights/${encodeURIComponent(domain)}`,
  sweeps: '/api/sweeps',
  sweep: (id: string) => `/api/sweeps/${id}`,
  sweepLosses: (id: string) => `/api/sweeps/${id}/losses`,
  cancelSweep: (id: string) => `/api/sweeps/${id}/cancel`,
  relaunchSweep: (id: string) => `/api/sweeps/${id}/relaunch`,
  trainers: '/api/trainers',
  join: '/api/join',
  members: '/api/team',
  member: (id: string) => `/api/team/${id}`,
  invites: '/api/invites',
  invite: (id: string) => `/api/invites/${id}`,
  sessions: '/api/sessions',
  session: (id: string) => `/api/sessions/${id}`,
  tokens: '/api/tokens',
  token: (id: string) => `/api/tokens/${id}`,
  openapi: '/api/openapi.json',
} as const;
