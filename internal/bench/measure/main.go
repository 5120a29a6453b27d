//go:build unix

// Command measure prints what the SDK costs: calls beside plain net/http in the same run, package initialisation,
// compilation, and generated lines. Times depend on the machine; the ratios hold.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/spec"
	_ "github.com/wallex-sdk/wallex-go/pkg/wallex" // its initialisation is measured
)

const (
	module = "github.com/wallex-sdk/wallex-go"
	rounds = 7
	child  = "MEASURE_CHILD"
)

func main() {
	if os.Getenv(child) != "" {
		return // started to have its initialisation traced
	}
	for _, measure := range []func() error{calls, initialisation, compilation, generatedLines} {
		if err := measure(); err != nil {
			fmt.Fprintln(os.Stderr, "measure:", err)
			os.Exit(1)
		}
	}
}

// result is one line of a benchmark.
type result struct{ nanoseconds, bytes, allocations float64 }

var benchmarkLine = regexp.MustCompile(`^Benchmark(\w+)/(\w+)\S*\s+\d+\s+([\d.]+) ns/op\s+([\d.]+) B/op\s+([\d.]+) allocs/op`)

// calls runs the benchmarks several times over and prints the median of each, and of its ratio to the plain one of
// the same round.
func calls() error {
	results := map[string][]result{}
	var order []string
	for range rounds {
		output, err := command("go", "test", module+"/internal/bench", "-run", "^$", "-bench", ".", "-benchmem", "-benchtime", "300ms").Output()
		if err != nil {
			return fmt.Errorf("%w: %s", err, output)
		}
		for line := range strings.Lines(string(output)) {
			fields := benchmarkLine.FindStringSubmatch(line)
			if fields == nil {
				continue
			}
			name := fields[1] + " " + fields[2]
			if results[name] == nil {
				order = append(order, name)
			}
			results[name] = append(results[name], result{number(fields[3]), number(fields[4]), number(fields[5])})
		}
	}
	fmt.Printf("%-22s %12s %12s %10s %15s\n", "call over loopback", "time", "bytes", "allocs", "times plain")
	for _, name := range order {
		kind, _, _ := strings.Cut(name, " ")
		var ratios, times []float64
		for i, r := range results[name] {
			times = append(times, r.nanoseconds)
			ratios = append(ratios, r.nanoseconds/results[kind+" plain"][i].nanoseconds)
		}
		last := results[name][rounds-1]
		fmt.Printf("%-22s %12s %12.0f %10.0f %15.2f\n", name, time.Duration(median(times)).Round(time.Microsecond), last.bytes, last.allocations, median(ratios))
	}
	return nil
}

var initLine = regexp.MustCompile(`^init (\S+) @[\d.]+ ms, ([\d.]+) ms clock`)

// initialisation starts this program again and adds up what its packages do before main.
func initialisation() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	traced := exec.Command(self)
	traced.Env = append(os.Environ(), child+"=1", "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	traced.Stderr = &trace
	if err := traced.Run(); err != nil {
		return err
	}
	own, kin, all := 0.0, 0.0, 0.0
	for lines := bufio.NewScanner(&trace); lines.Scan(); {
		fields := initLine.FindStringSubmatch(lines.Text())
		if fields == nil {
			continue
		}
		all += number(fields[2])
		switch {
		case strings.HasPrefix(fields[1], module):
			own += number(fields[2])
		case strings.HasPrefix(fields[1], "github.com/getkin/kin-openapi"):
			kin += number(fields[2])
		}
	}
	fmt.Printf("\ninitialisation: own packages %.3f ms, kin-openapi %.3f ms, everything %.3f ms\n", own, kin, all)
	return nil
}

// compilation builds the clients of the platforms and their dependencies with nothing but the standard library already
// built, and before that the largest of the dependencies alone, to compare with.
func compilation() error {
	targets := []string{
		"github.com/getkin/kin-openapi/openapi3", module + "/pkg/wallex", module + "/pkg/walletengine", module + "/pkg/cardplatform",
	}
	list := command("go", append([]string{"list", "-deps", "-f", "{{if .Standard}}{{.ImportPath}}{{end}}"}, targets...)...)
	standard, err := list.Output()
	if err != nil {
		return err
	}
	fmt.Println()
	for _, target := range targets {
		cache, err := os.MkdirTemp("", "measure")
		if err != nil {
			return err
		}
		defer os.RemoveAll(cache)
		build := func(packages ...string) (*exec.Cmd, error) {
			cmd := command("go", append([]string{"build"}, packages...)...)
			cmd.Env = append(os.Environ(), "GOCACHE="+cache)
			return cmd, cmd.Run()
		}
		if _, err := build(strings.Fields(string(standard))...); err != nil {
			return err
		}
		foreign := command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", target)
		dependencies, err := foreign.Output()
		if err != nil {
			return err
		}
		others := slices.DeleteFunc(strings.Fields(string(dependencies)), func(name string) bool {
			return name == target || strings.HasPrefix(name, module)
		})
		start := time.Now()
		if _, err := build(others...); err != nil {
			return err
		}
		between := time.Now()
		done, err := build(target)
		if err != nil {
			return err
		}
		usage := done.ProcessState.SysUsage().(*syscall.Rusage)
		fmt.Printf("compilation of %s: %.1f s, and %.1f s for its dependencies outside the module; at most %d MB in one process\n",
			target, time.Since(between).Seconds(), between.Sub(start).Seconds(), usage.Maxrss/1024)
	}
	return nil
}

// generatedLines counts the lines in gen/ for each operation.
func generatedLines() error {
	platforms, err := spec.Embedded.Platforms()
	if err != nil {
		return err
	}
	for _, platform := range platforms {
		operations, err := spec.Embedded.Platform(platform)
		if err != nil {
			return err
		}
		lines, longest := 0, 0
		err = filepath.WalkDir("gen", func(path string, entry fs.DirEntry, err error) error {
			slashed := filepath.ToSlash(path)
			mine := strings.HasPrefix(slashed, "gen/"+platform+"/") || strings.HasPrefix(slashed, "gen/"+platform+"common/")
			if err != nil || entry.IsDir() || !mine {
				return err
			}
			text, err := os.ReadFile(path)
			count := bytes.Count(text, []byte("\n"))
			lines, longest = lines+count, max(longest, count)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Printf("generated for %s: %d lines for %d operations, %d each; the longest file has %d\n",
			platform, lines, len(operations), lines/len(operations), longest)
	}
	return nil
}

func command(name string, arguments ...string) *exec.Cmd {
	cmd := exec.Command(name, arguments...)
	cmd.Stderr = os.Stderr
	return cmd
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func number(text string) float64 {
	value, _ := strconv.ParseFloat(text, 64) // the expressions match numbers only
	return value
}
