// SPDX-License-Identifier: BSD-3-Clause
package it;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Proxies, method handles, annotations, records, lambdas, string concatenation: what makes classes at run time. */
final class Reflection {
    @Retention(RetentionPolicy.RUNTIME)
    @interface Mark {
        String value();
    }

    @Mark("marked")
    record Point(int x, int y) {}

    private Reflection() {}

    static void check() throws Throwable {
        Expect.equal("marked", Point.class.getAnnotation(Mark.class).value(), "the annotation");
        Expect.equal("y", Point.class.getRecordComponents()[1].getName(), "second component");
        var callable = (Callable<?>) Proxy.newProxyInstance(Reflection.class.getClassLoader(),
                new Class<?>[] {Callable.class}, (self, method, arguments) -> method.getName() + "!");
        Expect.equal("call!", callable.call(), "what the proxy answers");
        var handle = MethodHandles.lookup().findVirtual(String.class, "concat", MethodType.methodType(String.class, String.class));
        Expect.equal("ab", (String) handle.invokeExact("a", "b"), "what the method handle answers");
        var method = Integer.class.getMethod("parseInt", String.class);
        for (int i = 0; i < 5000; i++) {
            Expect.that((int) method.invoke(null, "17") == 17, "reflective calls, also once inflated");
        }
        var cause = Expect.thrown(InvocationTargetException.class, () -> method.invoke(null, "x")).getCause();
        Expect.that(cause instanceof NumberFormatException, "the cause is kept");
        checkLambdas();
    }

    private static void checkLambdas() {
        Function<Integer, Function<Integer, Integer>> add = a -> b -> a + b;
        Expect.equal(5, add.apply(2).apply(3), "curried sum");
        int n = 7;
        String text = "n=" + n + ", d=" + 0.5 + ", c=" + 'x' + ", o=" + new Point(1, 2) + ", b=" + true;
        Expect.equal("n=7, d=0.5, c=x, o=Point[x=1, y=2], b=true", text, "concatenation");
        var longest = IntStream.range(0, 1000).mapToObj(Integer::toString).max(Comparator.comparing(String::length));
        Expect.equal(3, longest.orElseThrow().length(), "length of the longest");
    }
}
