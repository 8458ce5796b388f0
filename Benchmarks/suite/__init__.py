"""The benchmark suite: runs the drivers in interleaved rounds, and reports. `../bench` is its command."""
