#!/usr/bin/env node
import { bootstrap } from '../bootstrap.mjs';

await bootstrap('tool', ['kafka-consumer-groups', ...process.argv.slice(2)]);
