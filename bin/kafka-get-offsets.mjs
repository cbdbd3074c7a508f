#!/usr/bin/env node
import { bootstrap } from '../bootstrap.mjs';

await bootstrap('tool', ['kafka-get-offsets', ...process.argv.slice(2)]);
