package ccm.mqtt;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Gives Paho the transport that is open already, wherever Paho believes to connect. */
final class OpenWire extends SocketFactory {
    private final Wire wire;

    OpenWire(Wire wire) {
        this.wire = wire;
    }

    @Override
    public Socket createSocket() {
        return wire;
    }

    @Override
    public Socket createSocket(String host, int port) {
        return wire;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        return wire;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return wire;
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        return wire;
    }
}
