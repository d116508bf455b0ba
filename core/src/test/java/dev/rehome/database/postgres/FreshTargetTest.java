package dev.rehome.database.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.database.Database;
import dev.rehome.database.FreshTarget;
import dev.rehome.database.FreshTarget.Made;
import dev.rehome.database.Identity;
import dev.rehome.database.Inventory;
import dev.rehome.database.Moment;
import dev.rehome.database.WriteMark;
import dev.rehome.failure.FailureException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be overwritten is asked again in the connection that drops it. */
class FreshTargetTest {
  private static final Identity OLD = new Identity(1, 2);
  private static final Instant LATER = Instant.MAX;

  @SuppressWarnings("NullAway.Init")
  private static OwnServer server;

  @SuppressWarnings("NullAway.Init")
  private static Inventory like;

  private final Database shop = server.database("shop");

  FreshTargetTest() {}

  @BeforeAll
  static void start() {
    server = new OwnServer();
    Database empty = server.database("postgres");
    try (Moment moment = empty.freeze()) {
      like = empty.inventory(moment);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeShop() {
    server.run("postgres", "DROP DATABASE IF EXISTS shop", "CREATE DATABASE shop");
  }

  private static void fill() {
    server.run("shop", "CREATE TABLE orders (id int)", "INSERT INTO orders VALUES (1)");
  }

  private FreshTarget compared(Made made, Identity... precious) {
    return FreshTarget.compare(
        shop.endpoint(), shop.identity(), shop.onServer(), OLD, List.of(precious), made);
  }

  private AbstractThrowableAssert<?, ?> refused(FreshTarget target) {
    long before = shop.identity().database();
    AbstractThrowableAssert<?, ?> refused =
        assertThatThrownBy(() -> shop.create(target, like)).isInstanceOf(FailureException.class);
    assertThat(shop.identity().database()).isEqualTo(before);
    return refused;
  }

  private static Made nothing() {
    return new Made(LATER, Set.of());
  }

  @Test
  void whatIsEmptyIsMadeAnew() {
    Identity before = shop.identity();
    assertThat(shop.create(compared(nothing()), like))
        .isEqualTo(shop.identity())
        .isNotEqualTo(before);
  }

  @Test
  void whatTheRunDidNotMakeIsNotDropped() {
    fill();
    refused(compared(nothing())).hasMessageContaining("holds 1 table, which this run did not make");
    assertThat(server.ask("shop", "SELECT id FROM orders")).isEqualTo("1");
  }

  @Test
  void whatHoldsOnlyLargeObjectsOrCodeIsNotDroppedEither() {
    server.run("shop", "SELECT lo_create(0)");
    refused(compared(nothing())).hasMessageContaining("1 large object");
    makeShop();
    server.run("shop", "CREATE FUNCTION price() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    refused(compared(nothing())).hasMessageContaining("1 function");
  }

  @Test
  void whatIsFilledAfterItWasComparedIsNotDropped() {
    FreshTarget target = compared(nothing());
    fill();
    refused(target).hasMessageContaining("holds 1 table");
  }

  @Test
  void whatTheRunMadeIsMadeAnew() {
    fill();
    shop.create(compared(new Made(LATER, Set.of(shop.identity()))), like);
    assertThat(server.ask("shop", "SELECT count(*) FROM pg_class WHERE relname = 'orders'"))
        .isEqualTo("0");
  }

  @Test
  void whatSomebodyWroteToSinceTheRunLeftItIsNotDropped() {
    fill();
    FreshTarget target =
        compared(new Made(LATER, Set.of(shop.identity())))
            .leftAs(Optional.of(shop.mark().and(shop.serverMark())));
    server.run("shop", "INSERT INTO orders VALUES (2)");
    refused(target).hasMessageContaining("somebody wrote to database shop on 127.0.0.1");
    assertThat(server.ask("shop", "SELECT count(*) FROM orders")).isEqualTo("2");
  }

  @Test
  void whatIsAsTheRunLeftItIsMadeAnew() {
    fill();
    Identity before = shop.identity();
    Optional<WriteMark> left = Optional.of(shop.mark().and(shop.serverMark()));
    shop.create(compared(new Made(LATER, Set.of(before))).leftAs(left), like);
    assertThat(shop.identity()).isNotEqualTo(before);
  }

  @Test
  void whatIsOnAServerThatTheRunMadeIsMadeAnew() {
    fill();
    Identity before = shop.identity();
    shop.create(compared(new Made(Instant.now().minusSeconds(3600), Set.of())), like);
    assertThat(shop.identity()).isNotEqualTo(before);
  }

  @Test
  void whatWasExchangedSinceIsNotDropped() {
    FreshTarget target = compared(new Made(Instant.EPOCH, Set.of()));
    makeShop();
    refused(target).hasMessageContaining("another database stands at shop on 127.0.0.1");
  }

  @Test
  void whatCameInTheMeantimeIsNotDropped() {
    server.run("postgres", "DROP DATABASE shop");
    FreshTarget target = compared(new Made(Instant.EPOCH, Set.of()));
    makeShop();
    refused(target).hasMessageContaining("another database stands at");
  }

  @Test
  void anotherServerAtTheSameAddressIsLeftAlone() {
    Identity there = shop.identity();
    FreshTarget target =
        FreshTarget.compare(
            shop.endpoint(),
            new Identity(there.server() + 1, there.database()),
            shop.onServer(),
            OLD,
            List.of(),
            new Made(Instant.EPOCH, Set.of()));
    refused(target).hasMessageContaining("another server answers");
  }

  @Test
  void whatIsKeptIsNeverDropped() {
    assertThatThrownBy(
            () -> compared(new Made(Instant.EPOCH, Set.of(shop.identity())), shop.identity()))
        .hasMessageContaining("must not be overwritten");
  }

  @Test
  void theOldOneIsNeverDropped() {
    Identity there = shop.identity();
    assertThatThrownBy(
            () ->
                FreshTarget.compare(
                    shop.endpoint(),
                    there,
                    shop.onServer(),
                    there,
                    List.of(),
                    new Made(Instant.EPOCH, Set.of(there))))
        .hasMessageContaining("is, or is beside, the one that the backup was made from");
  }
}
