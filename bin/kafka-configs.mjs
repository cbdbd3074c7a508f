#!/usr/bin/env node
import { bootstrap } from '../bootstrap.mjs';

await bootstrap('tool', ['kafka-configs', ...process.argv.slice(2)]);
