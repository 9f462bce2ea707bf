/** Micro-benchmarks of what touches every byte or every frame. */
package ccm.bench.codec;
