// Empty on purpose: this target only finds ICU for CICU. Foundation brings an ICU of its own, with the same names for
// other types, and a program may not see the headers of both as modules. No Swift file imports this one.
