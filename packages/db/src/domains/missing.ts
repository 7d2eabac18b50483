import { StudioError } from '@combogan/contracts';

export const noSuchDomain = () => new StudioError('not_found', 'There is no such domain. It may have been deleted.');
export const noSuchImage = () => new StudioError('not_found', 'There is no such image. It may have been deleted.');
