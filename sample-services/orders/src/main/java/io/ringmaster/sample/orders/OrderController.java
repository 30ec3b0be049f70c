package io.ringmaster.sample.orders;

import java.math.BigDecimal;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Places orders. */
@RestController
class OrderController {

    private final InventoryClient inventory;

    OrderController(InventoryClient inventory) {
        this.inventory = inventory;
    }

    @PostMapping("/customers/{customer}/orders")
    @ResponseStatus(HttpStatus.CREATED)
    Order order(@PathVariable String customer, @RequestBody Order.Wish wish) {
        Reservation reservation = inventory.reserve(customer, wish);
        return new Order(
                customer,
                wish.sku(),
                wish.quantity(),
                reservation.price().multiply(BigDecimal.valueOf(wish.quantity())),
                reservation.number(),
                reservation.servedBy());
    }
}
