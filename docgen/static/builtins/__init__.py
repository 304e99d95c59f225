"""Builtins: functions, constructors and containers of Python itself."""
