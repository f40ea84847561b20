package guest.rt;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an abstract class that implements an interface of the JDK in part; the archive's copy is not abstract. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Partial {
}
