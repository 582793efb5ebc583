export const german = {};
export const keys = [];
