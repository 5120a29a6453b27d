package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// workerHeader tells the workers apart.
const workerHeader = "X-Worker"

// arrivalsPath is where the times of the requests are. It is beside the sandbox's own paths for control.
const arrivalsPath = "/arrivals"

// platform is what a sandbox says when it is ready.
type platform struct{ URL, APIKey, ID, Pass string }

// arrival is one request of a worker, as the sandbox saw it.
type arrival struct {
	At     time.Time
	Worker string
}

// record notes when requests arrive.
type record struct {
	mu       sync.Mutex
	arrivals []arrival
}

// serve is the role of the sandbox: it serves until its input ends.
func serve(in io.Reader, out io.Writer) error {
	s := sandbox.New(sandbox.WithRateLimit(ratelimit.Default.PerSecond, ratelimit.Default.PerDay))
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	var arrived record
	server := &http.Server{Handler: arrived.around(s), ReadHeaderTimeout: 10 * time.Second}
	defer server.Close()
	go func() { _ = server.Serve(port) }() // ends with Close
	keys := s.Credentials()
	ready := platform{"http://" + port.Addr().String(), keys.APIKey.Reveal(), keys.AccessKeyID.Reveal(), keys.SecretAccessKey.Reveal()}
	if err := json.NewEncoder(out).Encode(ready); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, in)
	return err
}

// around returns a handler that notes what arrives at another one.
func (r *record) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		worker := req.Header.Get(workerHeader)
		if req.URL.Path == arrivalsPath {
			r.mu.Lock()
			defer r.mu.Unlock()
			_ = json.NewEncoder(w).Encode(r.arrivals) // a reader that has gone needs no answer
			return
		}
		if worker != "" {
			r.mu.Lock()
			r.arrivals = append(r.arrivals, arrival{time.Now(), worker})
			r.mu.Unlock()
		}
		next.ServeHTTP(w, req)
	})
}
