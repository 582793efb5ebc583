// The app's version number: compared with a pack's minVersion. It is raised when rules or formats change, not for each release.

export const appVersion = 1;
