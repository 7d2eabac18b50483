import {
  ApiTokenList,
  CommentList,
  DomainDetail,
  DomainList,
  InviteList,
  MemberList,
  NotificationList,
  Preferences,
  RunList,
  SessionList,
  type Someone,
  SweepDetail,
  SweepLosses,
  TrainerList,
  WebhookList,
} from '@combogan/contracts';
import { infiniteQueryOptions, queryOptions, skipToken } from '@tanstack/react-query';
import { OpenApi } from '../../features/api-docs/open-api.ts';
import { paths } from './paths.ts';
import { request } from './request.ts';

export const keys = {
  runs: ['runs'],
  trainers: ['trainers'],
  domains: ['domains'],
  domain: (id: string) => ['domain', id],
  members: ['members'],
  invites: ['invites'],
  sessions: ['sessions'],
  tokens: ['tokens'],
  sweep: (id: string) => ['sweep', id],
  sweepLosses: (id: string) => ['sweepLosses', id],
  anyComments: ['comments'],
  comments: (runId: string) => ['comments', runId],
  watchers: (runId: string) => ['watchers', runId],
  notifications: ['notifications'],
  preferences: ['preferences'],
  webhooks: ['webhooks'],
} as const;

export const runsQuery = queryOptions({
  queryKey: keys.runs,
  queryFn: ({ signal }) => request(RunList, paths.runs, { signal }),
});
export const trainersQuery = queryOptions({
  queryKey: keys.trainers,
  queryFn: ({ signal }) => request(TrainerList, paths.trainers, { signal }),
});
export const domainsQuery = queryOptions({
  queryKey: keys.domains,
  queryFn: ({ signal }) => request(DomainList, paths.domains, { signal }),
});
/** A domain with its images, page by page. */
export const domainQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.domain(id),
    queryFn: ({ signal, pageParam }) => request(DomainDetail, paths.domainPage(id, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
export const membersQuery = queryOptions({
  queryKey: keys.members,
  queryFn: ({ signal }) => request(MemberList, paths.members, { signal }),
});
export const invitesQuery = queryOptions({
  queryKey: keys.invites,
  queryFn: ({ signal }) => request(InviteList, paths.invites, { signal }),
});
export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => request(SessionList, paths.sessions, { signal }),
});
export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: ({ signal }) => request(ApiTokenList, paths.tokens, { signal }),
});
export const openApiQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: ({ signal }) => request(OpenApi, paths.openapi, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
export const sweepQuery = (id: string) =>
  queryOptions({
    queryKey: keys.sweep(id),
    queryFn: ({ signal }) => request(SweepDetail, paths.sweep(id), { signal }),
  });
export const sweepLossesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.sweepLosses(id),
    queryFn: ({ signal }) => request(SweepLosses, paths.sweepLosses(id), { signal }),
  });
export const commentsQuery = (runId: string) =>
  queryOptions({
    queryKey: keys.comments(runId),
    queryFn: ({ signal }) => request(CommentList, paths.comments(runId), { signal }),
  });
/** One's own notifications, page by page; each page tells how many of all are unread. */
export const notificationsQuery = infiniteQueryOptions({
  queryKey: keys.notifications,
  queryFn: ({ signal, pageParam }) =>
    request(NotificationList, pageParam ? paths.notificationsBefore(pageParam) : paths.notifications, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});
export const preferencesQuery = queryOptions({
  queryKey: keys.preferences,
  queryFn: ({ signal }) => request(Preferences, paths.preferences, { signal }),
});
export const webhooksQuery = queryOptions({
  queryKey: keys.webhooks,
  queryFn: ({ signal }) => request(WebhookList, paths.webhooks, { signal }),
});
/** Who watches a run: told by the connection, never asked for. */
export const watchersQuery = (runId: string) =>
  queryOptions<readonly Someone[]>({ queryKey: keys.watchers(runId), queryFn: skipToken });
