package io.ringmaster.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs what is submitted at once, and what is for later when a test says so. For one thread. */
public final class FakeScheduler extends AbstractExecutorService implements ScheduledExecutorService {

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final Runnable work;
        private final boolean again;

        Task(Runnable work, boolean again) {
            super(work, null);
            this.work = work;
            this.again = again;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    private final List<Task> tasks = new ArrayList<>();

    /** Returns how many tasks wait to be run once. */
    public long waiting() {
        return tasks.stream().filter(task -> !task.again).count();
    }

    /** Runs those that wait to be run once. */
    public void runWaiting() {
        List<Task> due = tasks.stream().filter(task -> !task.again).toList();
        tasks.removeAll(due);
        due.stream().filter(task -> !task.isCancelled()).forEach(task -> task.work.run());
    }

    /** Runs those that are run again and again. */
    public void runRepeated() {
        tasks.stream().filter(task -> task.again && !task.isCancelled()).forEach(task -> task.work.run());
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        Task task = new Task(work, false);
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long initial, long delay, TimeUnit unit) {
        Task task = new Task(work, true);
        tasks.add(task);
        return task;
    }

    @Override
    public void execute(Runnable work) {
        work.run();
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
