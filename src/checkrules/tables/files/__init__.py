"""Tables in files of any size, evaluated part by part so that an interrupted run can resume."""
