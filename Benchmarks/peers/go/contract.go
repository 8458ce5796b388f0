// The contract of a benchmark driver: d_go PEER PACK structure|selected|headers|full WARM PASSES STRIDE [latency]
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"syscall"
	"time"
)

// How much is done with a message; every rung does what the one before does, and more.
const (
	structure = iota
	selected
	headers
	full
)

var rungs = map[string]int{"structure": structure, "selected": selected, "headers": headers, "full": full}

// What a pass has seen; drivers are compared only where they have seen the same.
type counts struct{ parts, fields, decoded, sum int64 }

// Looks at every 64th byte of a decoded leaf.
func (c *counts) touch(decoded []byte) {
	c.decoded += int64(len(decoded))
	for i := 0; i < len(decoded); i += 64 {
		c.sum += int64(decoded[i])
	}
}

type peer func(message []byte, rung int, c *counts)

var peers = map[string]peer{"go-std": seeStandard, "go-message": seeGoMessage}

func main() {
	name, mode := os.Args[1], os.Args[3]
	see, rung := peers[name], rungs[mode]
	warm, passes, stride := number(os.Args[4]), number(os.Args[5]), number(os.Args[6])
	messages := read(os.Args[2], stride)
	if len(os.Args) > 7 {
		latency(name, mode, see, rung, messages, warm, passes)
	} else {
		throughput(name, mode, see, rung, messages, warm, passes)
	}
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}

func read(path string, stride int) (messages [][]byte) {
	file, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	input := bufio.NewReaderSize(file, 1<<20)
	var head [4]byte
	for ordinal := 0; ; ordinal++ {
		if _, err := io.ReadFull(input, head[:]); err != nil {
			return messages
		}
		message := make([]byte, binary.LittleEndian.Uint32(head[:]))
		if _, err := io.ReadFull(input, message); err != nil {
			panic(err)
		}
		if ordinal%stride == 0 {
			messages = append(messages, message)
		}
	}
}

func throughput(name, mode string, see peer, rung int, messages [][]byte, warm, passes int) {
	bytes := 0
	for _, message := range messages {
		bytes += len(message)
	}
	for pass := -warm; pass < passes; pass++ {
		var c counts
		wall, processor := time.Now(), processorSeconds()
		for _, message := range messages {
			see(message, rung, &c)
		}
		processor = processorSeconds() - processor
		elapsed := time.Since(wall).Seconds()
		if pass < 0 {
			continue
		}
		fmt.Printf(`{"peer":"%s","mode":"%s","s":%.9f,"cpu":%.9f,"bytes":%d,"msgs":%d,`, name, mode, elapsed, processor, bytes, len(messages))
		fmt.Printf(`"parts":%d,"headers":%d,"decoded":%d,"sum":%d}`+"\n", c.parts, c.fields, c.decoded, c.sum)
	}
}

func latency(name, mode string, see peer, rung int, messages [][]byte, warm, passes int) {
	fastest := make([]int, len(messages))
	for i := range fastest {
		fastest[i] = int(time.Hour)
	}
	var c counts
	for pass := -warm; pass < passes; pass++ {
		for i, message := range messages {
			start := time.Now()
			see(message, rung, &c)
			if elapsed := int(time.Since(start)); pass >= 0 && elapsed < fastest[i] {
				fastest[i] = elapsed
			}
		}
	}
	sort.Ints(fastest)
	n := len(fastest)
	fmt.Printf(`{"peer":"%s","mode":"%s","msgs":%d,"p50":%d,"p99":%d,"max":%d}`+"\n", name, mode, n, fastest[n/2], fastest[n*99/100], fastest[n-1])
}

// The collector's threads included.
func processorSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) * 1e-9
}
