#!/usr/bin/env node
import { bootstrap } from '../bootstrap.mjs';

await bootstrap('tool', ['kafka-log-dirs', ...process.argv.slice(2)]);
