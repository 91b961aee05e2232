import { expect, it } from 'vitest';
import { dataFolder } from './data-folder.ts';

it('is the folder that the platform gives applications, unless another is named', () => {
  expect(dataFolder({}, 'linux', '/home/me')).toBe('/home/me/.config/drover');
  expect(dataFolder({ XDG_CONFIG_HOME: '/conf' }, 'linux', '/home/me')).toBe('/conf/drover');
  expect(dataFolder({ XDG_CONFIG_HOME: 'relative' }, 'linux', '/home/me')).toBe('/home/me/.config/drover');
  expect(dataFolder({}, 'darwin', '/Users/me')).toBe('/Users/me/Library/Application Support/drover');
  expect(dataFolder({ APPDATA: '/roaming' }, 'win32', '/me')).toBe('/roaming/drover');
  expect(dataFolder({ DROVER_DATA_DIR: '/else' }, 'darwin', '/Users/me')).toBe('/else');
});
