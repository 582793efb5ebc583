// What the seat page loads: the map, the countdown of the basket, and a way back when the circuit is lost.

import '../hold-countdown.js';
import { reloadWhenLost } from './circuit.js';

export { mount } from './index.js';

reloadWhenLost();
