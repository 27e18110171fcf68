"""The version of the tool, in one place that needs no installation to be read."""

VERSION = "0.1.0"
