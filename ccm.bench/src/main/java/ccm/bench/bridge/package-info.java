/** The plain bridge that the benchmarks measure against. */
package ccm.bench.bridge;
