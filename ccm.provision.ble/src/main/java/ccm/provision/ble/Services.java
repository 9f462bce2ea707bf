package ccm.provision.ble;

import ccm.provision.ble.gatt.GattAccess;
import ccm.provision.ble.gatt.GattCharacteristic;
import ccm.provision.ble.gatt.GattException;
import ccm.provision.ble.gatt.GattException.Kind;
import ccm.provision.ble.gatt.GattService;
import ccm.provision.ble.gatt.GattValue;
import java.util.List;

/** The two services of Mongoose OS, as characteristics. Directions are named by the client. */
final class Services {
    static final String RPC = "5f6d4f53-5f52-5043-5f53-56435f49445f";
    static final String RPC_DATA = "5f6d4f53-5f52-5043-5f64-6174615f5f5f";
    static final String RPC_RX_CTL = "5f6d4f53-5f52-5043-5f72-785f63746c5f";
    static final String RPC_TX_CTL = "5f6d4f53-5f52-5043-5f74-785f63746c5f";
    static final String CONFIG = "5f6d4f53-5f43-4647-5f53-56435f49445f";
    static final String CONFIG_KEY = "306d4f53-5f43-4647-5f6b-65795f5f5f30";
    static final String CONFIG_VALUE = "316d4f53-5f43-4647-5f76-616c75655f31";
    static final String CONFIG_SAVE = "326d4f53-5f43-4647-5f73-6176655f5f32";

    private Services() {}

    /** What reads a value. */
    private interface Reader {
        byte[] read(GattAccess access) throws GattException;
    }

    /** What writes a value. */
    private interface Writer {
        void write(byte[] value, GattAccess access) throws GattException;
    }

    private record Value(Reader reader, Writer writer) implements GattValue {
        @Override
        public byte[] read(GattAccess access) throws GattException {
            return reader.read(access);
        }

        @Override
        public void write(byte[] value, GattAccess access) throws GattException {
            writer.write(value, access);
        }
    }

    /**
     * The RPC service.
     *
     * @param level what a client needs, see {@link GattService}
     */
    static GattService rpc(Clients clients, int level) {
        return new GattService(
                RPC,
                level,
                List.of(
                        both(
                                RPC_DATA,
                                access -> clients.of(access).rpc().next(access.mtu()),
                                clients::data),
                        new GattCharacteristic(
                                RPC_RX_CTL,
                                true,
                                false,
                                true,
                                value(access -> clients.of(access).rpc().pending())),
                        written(
                                RPC_TX_CTL,
                                (value, access) ->
                                        clients.of(access).rpc().expect(value, access.offset()))));
    }

    /**
     * The configuration service.
     *
     * @param level what a client needs, see {@link GattService}
     */
    static GattService config(Clients clients, int level) {
        return new GattService(
                CONFIG,
                level,
                List.of(
                        written(
                                CONFIG_KEY,
                                (value, access) ->
                                        clients.of(access).config().key(value, access.offset())),
                        both(
                                CONFIG_VALUE,
                                access -> clients.of(access).config().read(access.offset()),
                                (value, access) ->
                                        clients.of(access).config().value(value, access.offset())),
                        written(
                                CONFIG_SAVE,
                                (value, access) ->
                                        clients.of(access).config().save(value, access.offset()))));
    }

    private static GattCharacteristic both(String uuid, Reader reader, Writer writer) {
        return new GattCharacteristic(uuid, true, true, false, new Value(reader, writer));
    }

    private static GattCharacteristic written(String uuid, Writer writer) {
        Reader nobody =
                access -> {
                    throw new GattException(Kind.NOT_PERMITTED, "can be written alone");
                };
        return new GattCharacteristic(uuid, false, true, false, new Value(nobody, writer));
    }

    private static GattValue value(Reader reader) {
        Writer nobody =
                (value, access) -> {
                    throw new GattException(Kind.NOT_PERMITTED, "can be read alone");
                };
        return new Value(reader, nobody);
    }
}
