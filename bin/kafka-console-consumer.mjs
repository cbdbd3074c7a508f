#!/usr/bin/env node
import { bootstrap } from '../bootstrap.mjs';

await bootstrap('tool', ['kafka-console-consumer', ...process.argv.slice(2)]);
