//go:build tools

// Package tools pins the program that says what an image holds.
package tools

import _ "github.com/anchore/syft/cmd/syft"
