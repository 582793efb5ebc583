// Entry module of the seat page: map, basket countdown, reload after a lost circuit.

import '../hold-countdown.js';
import { reloadWhenLost } from './circuit.js';

export { mount } from './index.js';
export { solve } from '../queue/proof.js';

reloadWhenLost();
