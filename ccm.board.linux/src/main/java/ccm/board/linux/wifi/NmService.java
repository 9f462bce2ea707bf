package ccm.board.linux.wifi;

import ccm.parts.dbus.Bus;
import ccm.parts.dbus.BusException;
import java.time.Duration;
import java.util.Optional;

/** NetworkManager: the first radio that it manages. */
final class NmService implements RadioService {
    private final SideInterface side;

    NmService(SideInterface side) {
        this.side = side;
    }

    @Override
    public String name() {
        return NetworkManager.NAME;
    }

    @Override
    public String title() {
        return "NetworkManager";
    }

    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    public Optional<SteppedRadio> open(Bus bus) throws BusException {
        NetworkManager manager = new NetworkManager(bus);
        for (NetworkManager.Radio radio : manager.radios()) {
            if (!radio.name().equals(SideInterface.NAME)) {
                return Optional.of(open(bus, manager, radio));
            }
        }
        return Optional.empty();
    }

    private SteppedRadio open(Bus bus, NetworkManager manager, NetworkManager.Radio radio)
            throws BusException {
        Mailbox mailbox = new Mailbox();
        SteppedRadio made =
                new SteppedRadio(
                        new SteppedRadio.Place(radio.path(), radio.name(), manager.owner()),
                        title() + " " + manager.version(),
                        mailbox,
                        new NmSteps(manager, radio, mailbox, side));
        bus.listen("", NetworkManager.DEVICE, "StateChanged", made::hear);
        bus.listen("", NetworkManager.ACTIVE, "StateChanged", made::hear);
        bus.listen(radio.path(), Bus.PROPERTIES, Bus.PROPERTIES_CHANGED, made::hear);
        made.adopt();
        return made;
    }
}
