import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.NamingStrategy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.dynamic.loading.MultipleParentClassLoader;
import net.bytebuddy.implementation.EqualsMethod;
import net.bytebuddy.implementation.FieldAccessor;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.HashCodeMethod;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.ToStringMethod;
import net.bytebuddy.implementation.bind.annotation.AllArguments;
import net.bytebuddy.implementation.bind.annotation.Origin;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import net.bytebuddy.matcher.ElementMatchers;

/** Classes made at run time, subclassed, instrumented and loaded in every way that needs no agent. */
public final class ByteBuddyCase {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Mark {
        String value();
    }

    public static class Base {
        public String greet(String name) {
            return "hello " + name;
        }

        protected int number() {
            return 7;
        }

        public static int twice(int x) {
            return 2 * x;
        }
    }

    public static final class Interceptor {
        @RuntimeType
        public static Object around(@Origin Method method, @AllArguments Object[] arguments, @SuperCall Callable<?> call) throws Exception {
            return "[" + method.getName() + Arrays.toString(arguments) + call.call() + "]";
        }
    }

    public static final class Timing {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) String value) {
            value = value + "!";
        }
    }

    private static <T> Class<? extends T> load(DynamicType.Unloaded<T> made) {
        return made.load(ByteBuddyCase.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER).getLoaded();
    }

    public static void main(String[] args) {
        ByteBuddy buddy = new ByteBuddy().with(new NamingStrategy.SuffixingRandom("Made") {
            @Override
            protected String name(TypeDescription above) {
                return "made.of." + above.getSimpleName();
            }
        });
        check("fixed value", () -> load(buddy.subclass(Object.class).method(ElementMatchers.named("toString")).intercept(FixedValue.value("fixed")).make())
            .getDeclaredConstructor().newInstance().toString());
        check("name", () -> load(buddy.subclass(Base.class).make()).getName());
        check("superclass", () -> load(buddy.subclass(Base.class).make()).getSuperclass());
        check("delegation", () -> load(buddy.subclass(Base.class).method(ElementMatchers.named("greet")).intercept(MethodDelegation.to(Interceptor.class)).make())
            .getDeclaredConstructor().newInstance().greet("you"));
        check("protected", () -> {
            Class<? extends Base> c = load(buddy.subclass(Base.class).method(ElementMatchers.named("number")).intercept(FixedValue.value(8)).make());
            Method m = c.getDeclaredMethod("number");
            m.setAccessible(true);
            return m.invoke(c.getDeclaredConstructor().newInstance());
        });
        check("field", () -> {
            Class<?> c = load(buddy.subclass(Object.class).defineProperty("size", int.class).make());
            Object o = c.getDeclaredConstructor().newInstance();
            c.getMethod("setSize", int.class).invoke(o, 5);
            return c.getMethod("getSize").invoke(o);
        });
        check("define method", () -> load(buddy.subclass(Object.class).defineMethod("triple", int.class, Modifier.PUBLIC | Modifier.STATIC)
            .withParameter(int.class).intercept(MethodCall.invoke(Base.class.getMethod("twice", int.class)).withArgument(0)).make())
            .getMethod("triple", int.class).invoke(null, 21));
        check("constructor", () -> load(buddy.subclass(Base.class).defineConstructor(Modifier.PUBLIC).withParameters(String.class)
            .intercept(MethodCall.invoke(Base.class.getConstructor())).make()).getConstructors().length);
        check("interface", () -> ((Supplier<?>) load(buddy.subclass(Object.class).implement(Supplier.class).method(ElementMatchers.named("get"))
            .intercept(FixedValue.value(5L)).make()).getDeclaredConstructor().newInstance()).get());
        check("comparator", () -> {
            @SuppressWarnings("unchecked")
            Comparator<String> c = (Comparator<String>) load(buddy.subclass(Object.class).implement(Comparator.class).method(ElementMatchers.named("compare"))
                .intercept(InvocationHandlerAdapter.of((p, m, a) -> ((String) a[1]).compareTo((String) a[0]))).make()).getDeclaredConstructor().newInstance();
            return List.of("a", "c", "b").stream().sorted(c).toList();
        });
        check("default method", () -> {
            Object f = load(buddy.subclass(Object.class).implement(Function.class).method(ElementMatchers.named("apply"))
                .intercept(FixedValue.value("applied")).make()).getDeclaredConstructor().newInstance();
            @SuppressWarnings("unchecked")
            Function<Object, Object> g = ((Function<Object, Object>) f).andThen(x -> x + "!");
            return g.apply(null);
        });
        check("annotation", () -> load(buddy.subclass(Object.class).annotateType(AnnotationDescription.Builder.ofType(Mark.class).define("value", "m").build()).make())
            .getAnnotation(Mark.class));
        check("equals", () -> {
            Class<?> c = load(buddy.subclass(Object.class).defineField("x", int.class, Modifier.PUBLIC)
                .method(ElementMatchers.isEquals()).intercept(EqualsMethod.isolated()).method(ElementMatchers.isHashCode()).intercept(HashCodeMethod.usingOffset(17))
                .method(ElementMatchers.isToString()).intercept(ToStringMethod.prefixedBy("Thing")).make());
            Object a = c.getDeclaredConstructor().newInstance();
            c.getField("x").setInt(a, 3);
            return a.equals(c.getDeclaredConstructor().newInstance()) + " " + a.hashCode() + " " + a;
        });
        check("accessor", () -> load(buddy.subclass(Object.class).defineField("v", String.class, Modifier.PRIVATE).defineMethod("v", String.class, Modifier.PUBLIC)
            .intercept(FieldAccessor.ofField("v")).make()).getDeclaredFields().length);
        check("advice", () -> load(buddy.redefine(Base.class).name("made.Redefined").visit(Advice.to(Timing.class).on(ElementMatchers.named("greet"))).make())
            .getMethod("greet", String.class).invoke(Class.forName("ByteBuddyCase$Base").getDeclaredConstructor().newInstance(), "x"));
        check("redefined", () -> {
            Class<?> c = load(buddy.redefine(Base.class).name("made.Redefined").visit(Advice.to(Timing.class).on(ElementMatchers.named("greet"))).make());
            return c.getMethod("greet", String.class).invoke(c.getDeclaredConstructor().newInstance(), "x");
        });
        check("by lookup", () -> new ByteBuddy().with(new NamingStrategy.AbstractBase() {
            @Override
            protected String name(TypeDescription above) {
                return "LookedUp";
            }
        }).subclass(Object.class).make().load(ByteBuddyCase.class.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(MethodHandles.lookup())).getLoaded().getClassLoader() == ByteBuddyCase.class.getClassLoader());
        check("child first", () -> {
            Class<?> c = buddy.redefine(Base.class).make().load(ByteBuddyCase.class.getClassLoader(), ClassLoadingStrategy.Default.CHILD_FIRST).getLoaded();
            return c.getName() + (c != Base.class);
        });
        check("two of a name", () -> load(buddy.subclass(Base.class).make()) == load(buddy.subclass(Base.class).make()));
        check("enumeration", () -> Arrays.toString(load(buddy.makeEnumeration("ONE", "TWO").name("made.Number").make()).getEnumConstants()));
        check("annotation type", () -> load(buddy.makeAnnotation().name("made.Note").defineMethod("value", String.class, Modifier.PUBLIC | Modifier.ABSTRACT).withoutCode().make()).isAnnotation());
        check("interface type", () -> load(buddy.makeInterface().name("made.Face").make()).isInterface());
        check("final class", () -> buddy.subclass(String.class).make());
        check("version", () -> ClassFileVersion.ofThisVm().getJavaVersion());
        check("proxy handler", () -> {
            InvocationHandler h = (p, m, a) -> m.getName();
            return ((Callable<?>) load(buddy.subclass(Object.class).implement(Callable.class).method(ElementMatchers.named("call")).intercept(InvocationHandlerAdapter.of(h)).make())
                .getDeclaredConstructor().newInstance()).call();
        });
        check("parents", () -> new MultipleParentClassLoader.Builder().append(ByteBuddyCase.class.getClassLoader(), ClassLoader.getPlatformClassLoader()).build().loadClass("java.util.List"));
    }
}
