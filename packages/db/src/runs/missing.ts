import { StudioError } from '@combogan/contracts';

export const noSuchRun = () => new StudioError('not_found', 'There is no such run.');
