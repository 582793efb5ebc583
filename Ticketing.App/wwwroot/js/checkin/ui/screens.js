// All screens by name.

import { chooseScreen } from './choose-screen.js';
import { EnrolScreen, endedScreen } from './enrol-screen.js';
import { choosePinScreen, pinScreen } from './pin-screen.js';
import { readyScreen } from './ready-screen.js';
import { recentScreen } from './recent-screen.js';
import { ScanScreen } from './scan-screen.js';
import { searchScreen } from './search-screen.js';
import { settingsScreen } from './settings-screen.js';
import { tooOldScreen } from './too-old-screen.js';

/** A screen: (app, ...) => { element, focus?, refresh?, dispose? }. */
export const screens = {
  choose: chooseScreen,
  choosePin: choosePinScreen,
  ended: endedScreen,
  enrol: (app, token) => new EnrolScreen(app, token),
  pin: pinScreen,
  ready: readyScreen,
  recent: recentScreen,
  scan: app => new ScanScreen(app),
  search: searchScreen,
  settings: settingsScreen,
  tooOld: tooOldScreen,
};

/** Where nothing is scanned; an outdated app shows these only. */
export const withoutScanning = ['choosePin', 'ended', 'enrol', 'pin', 'tooOld'];
