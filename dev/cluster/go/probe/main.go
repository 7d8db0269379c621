// Command probe is what the smoke test runs in its pods: a small server, and a few questions to ask from inside.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

const usage = `probe serve ADDRESS    answer every request with this host's name and the caller's address
probe get URL...       print the answers
probe api PATH         print what the API server answers to the pod's ServiceAccount
probe resolve NAME     print the addresses
probe cat FILE         print it
probe sleep DURATION   as in 5m`

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

func main() {
	if len(os.Args) < 3 {
		fail(usage)
	}
	argument := os.Args[2]
	switch os.Args[1] {
	case "serve":
		fail(http.ListenAndServe(argument, http.HandlerFunc(answer)))
	case "get":
		for _, url := range os.Args[2:] {
			get(url, &http.Transport{DisableKeepAlives: true}, "")
		}
	case "api":
		authorities := x509.NewCertPool()
		authorities.AppendCertsFromPEM(read(account + "ca.crt"))
		get("https://kubernetes.default.svc"+argument, &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authorities}},
			"Bearer "+string(read(account+"token")))
	case "resolve":
		addresses, err := net.LookupHost(argument)
		check(err)
		for _, address := range addresses {
			fmt.Println(address)
		}
	case "cat":
		fmt.Print(string(read(argument)))
	case "sleep":
		duration, err := time.ParseDuration(argument)
		check(err)
		time.Sleep(duration)
	default:
		fail(usage)
	}
}

func answer(w http.ResponseWriter, r *http.Request) {
	host, _ := os.Hostname()
	caller, _, _ := net.SplitHostPort(r.RemoteAddr)
	fmt.Printf("%s from %s\n", r.URL.Path, caller)
	fmt.Fprintf(w, "%s to %s\n", host, caller)
}

func get(url string, transport *http.Transport, authorization string) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	check(err)
	request.Header.Set("Authorization", authorization)
	response, err := (&http.Client{Timeout: 5 * time.Second, Transport: transport}).Do(request)
	check(err)
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	check(err)
	if response.StatusCode != http.StatusOK {
		fail(response.Status)
	}
}

func read(file string) []byte {
	content, err := os.ReadFile(file)
	check(err)
	return content
}

func check(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(reason any) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(1)
}
